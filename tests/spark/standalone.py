"""A Spark of its own: a standalone master, two workers, and a Spark Connect server, for one test run."""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path

WORKERS = 2
PATIENCE = 240
CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"
# Small questions on small files: few tasks, nothing compiled for each of them.
SPARE = {
    "spark.driver.memory": "1g",
    "spark.executor.memory": "512m",
    "spark.executor.cores": "1",
    "spark.cores.max": str(WORKERS),
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.codegen.wholeStage": "false",
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.connect.grpc.binding.address": "127.0.0.1",
}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def standalone(home, folder):
    """The address of a Spark Connect server over a master with two workers; all end with the block."""
    env = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "1g",  # of the server too, whatever its own settings say
        "SPARK_WORKER_DIR": str(folder / "work"),
        "SPARK_LOCAL_DIRS": str(folder / "local"),
    }
    master, page, port = free_port(), free_port(), free_port()
    address = f"spark://127.0.0.1:{master}"
    deploy = "org.apache.spark.deploy"
    started = []
    with ExitStack() as stack:

        def start(name, *words):
            words = [str(home / "bin" / words[0]), *map(str, words[1:])]
            log = stack.enter_context((folder / f"{name}.log").open("w"))
            process = subprocess.Popen(words, env=env, stdout=log, stderr=log, cwd=folder)
            stack.callback(_end, process)
            started.append(process)

        ends = ("--host", "127.0.0.1")
        start(
            "master",
            "spark-class",
            f"{deploy}.master.Master",
            *ends,
            "--port",
            master,
            "--webui-port",
            page,
        )
        for number in range(WORKERS):
            start(
                f"worker-{number}",
                *("spark-class", f"{deploy}.worker.Worker", *ends),
                *("--cores", 1, "--memory", "768m", "--webui-port", 0, address),
            )
        _wait(lambda: _workers(page) == WORKERS, folder, started)
        settings = {**SPARE, "spark.connect.grpc.binding.port": port}
        told = [word for pair in settings.items() for word in ("--conf", "=".join(map(str, pair)))]
        start(
            "connect",
            "spark-submit",
            "--class",
            CONNECT,
            "--master",
            address,
            *told,
            "spark-internal",
        )
        _wait(lambda: _answers(port), folder, started)
        yield f"sc://127.0.0.1:{port}"
        assert _workers(page) == WORKERS


def _end(process):
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _workers(page):
    """How many workers the master knows to be alive."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{page}/json/", timeout=5) as answer:
            return json.load(answer)["aliveworkers"]
    except (urllib.error.URLError, OSError, ValueError):
        return 0


def _answers(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def _wait(is_so, folder, started):
    until = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > until or any(one.poll() is not None for one in started):
            told = "\n".join(path.read_text()[-2000:] for path in sorted(folder.glob("*.log")))
            raise AssertionError(f"Spark did not start:\n{told}")
        time.sleep(0.5)


def home_in(folder):
    """Where Apache Spark lies in a folder of Python packages; None: nowhere."""
    found = Path(folder) / "pyspark"
    return found if (found / "bin" / "spark-class").exists() else None

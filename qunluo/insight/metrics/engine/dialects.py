"""Our questions, written once for DuckDB, in the words of Spark Connect: for `remote`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

Tree = Any
"""A part of a statement as sqlglot reads it; it comes with the extra `qunluo[spark]` only."""


def spoken(sql: str, params: Sequence[Any]) -> str:
    """The statement for Spark, its parameters written into it."""
    import sqlglot  # noqa: PLC0415 - only where an address of Spark is set

    tree = sqlglot.parse_one(_filled(sql, params), read="duckdb")
    tree = (
        tree.transform(_one_of)
        .transform(_list_of_values)
        .transform(_day_number)
        .transform(_greatest_by)
    )
    for join in list(tree.find_all(sqlglot.exp.Join)):
        if join.args.get("method") == "ASOF":
            _nearest(join)
    found: str = tree.sql(dialect="spark")
    return found


def _filled(sql: str, params: Sequence[Any]) -> str:
    """Each `?` outside quotes by its value."""
    values = iter(params)
    pieces = re.split(r"('(?:[^']|'')*')", sql)
    return "".join(
        piece if piece[:1] == "'" else re.sub(r"\?", lambda _m: _literal(next(values)), piece)
        for piece in pieces
    )


def _literal(value: Any) -> str:
    if isinstance(value, bool | int | float):
        return repr(value).upper() if isinstance(value, bool) else repr(value)
    if value is None:
        return "NULL"
    text = str(value).replace("'", "''")
    return f"'{text}'"


def _one_of(node: Tree) -> Tree:
    """`IN` a list that travels as one text: the values themselves, not a query."""
    import sqlglot  # noqa: PLC0415

    exp = sqlglot.exp
    query = node.args.get("query") if isinstance(node, exp.In) else None
    inner = query.unnest() if query is not None else None
    if not isinstance(inner, exp.Select) or len(inner.expressions) != 1:
        return node
    found = _column(inner.expressions[0])
    if found is None or found[1] != "VARCHAR":
        return node
    values = [exp.Literal.string(value) for value in found[2]]
    return exp.In(this=node.this, expressions=values)


def _list_of_values(node: Tree) -> Tree:
    """Lists that travel as one text become rows of values."""
    import sqlglot  # noqa: PLC0415

    exp = sqlglot.exp
    if not isinstance(node, exp.Select) or node.args.get("from_") or node.args.get("from"):
        return node
    columns = [found for found in map(_column, node.expressions) if found]
    if not columns or len(columns) != len(node.expressions):
        return node
    names = [name for name, _kind, _values in columns]
    rows = zip(*(values for _name, _kind, values in columns), strict=True)
    told = ", ".join("(" + ", ".join(_literal(value) for value in row) + ")" for row in rows)
    cast = ", ".join(
        f"CAST(c{n} AS {kind}) AS {name}" for n, (name, kind, _values) in enumerate(columns)
    )
    heads = ", ".join(f"c{n}" for n in range(len(names)))
    return sqlglot.parse_one(f"SELECT {cast} FROM (VALUES {told}) AS told({heads})", read="duckdb")  # noqa: S608


def _column(one: Tree) -> tuple[str, str, list[str]] | None:
    import sqlglot  # noqa: PLC0415

    exp = sqlglot.exp
    name, inner = one.alias or "v", one.unalias()
    if not isinstance(inner, exp.Explode | exp.Unnest):
        return None
    listed = inner.this if isinstance(inner, exp.Explode) else inner.expressions[0]
    kind = "VARCHAR"
    if isinstance(listed, exp.Cast):
        kind, listed = listed.to.expressions[0].sql(dialect="duckdb"), listed.this
    if not isinstance(listed, exp.Split):
        return None
    between = listed.expression
    sign = between.this if isinstance(between, exp.Literal) else "\x1f"
    return name, kind, listed.this.this.split(sign)


def _day_number(node: Tree) -> Tree:
    """Days since 1970: a difference of dates is no number everywhere."""
    import sqlglot  # noqa: PLC0415

    exp = sqlglot.exp
    if isinstance(node, exp.Sub) and "1970-01-01" in node.expression.sql():
        return exp.Anonymous(this="datediff", expressions=[node.this, node.expression])
    return node


def _greatest_by(node: Tree) -> Tree:
    """`arg_max(a, (b, c))`: the pair is a structure."""
    import sqlglot  # noqa: PLC0415

    exp = sqlglot.exp
    if isinstance(node, exp.ArgMax) and isinstance(node.expression, exp.Tuple):
        pair = exp.Anonymous(this="struct", expressions=node.expression.expressions)
        return exp.ArgMax(this=node.this, expression=pair)
    return node


def _nearest(join: Tree) -> None:
    """An ASOF join as a join with the stretch until the next row."""
    import sqlglot  # noqa: PLC0415

    exp = sqlglot.exp
    on = join.args["on"]
    left, right = on.this.sql(dialect="duckdb"), on.expression
    alias, column = right.table, right.name
    source = join.this
    inner = source.copy()
    inner.set("alias", None)
    named = inner.sql(dialect="duckdb")
    read = named if named.startswith("(") else f"(SELECT * FROM {named})"  # noqa: S608
    told = (
        f"SELECT 1 FROM x JOIN (SELECT s.*, lead({column}) OVER (ORDER BY {column}) AS until_next"  # noqa: S608
        f" FROM {read} s) {alias} ON {left} >= {alias}.{column}"
        f" AND ({alias}.until_next IS NULL OR {left} < {alias}.until_next)"
    )
    made = sqlglot.parse_one(told, read="duckdb").find(exp.Join)
    made.set("side", join.args.get("side"))
    join.replace(made)

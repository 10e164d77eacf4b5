// What every page needs; heavier parts are fetched only where a page holds them.
import { beacon } from "./parts/beacon";
import { bell } from "./parts/bell";
import { frame } from "./parts/frame";
import { fetches } from "./parts/fetches";
import { signs } from "./parts/signs";
import { refreshes } from "./parts/live";
import { small } from "./parts/small";
import { watch } from "./parts/watch";

fetches();
frame();
signs();
small();
watch("[data-beacon]", beacon);
watch("[data-bell]", bell);
watch("[data-live]", refreshes);
watch("[data-chart]", async (found) => (await import("./parts/charts/draw")).draw(found));
watch("[data-editor]", async (found) => (await import("./parts/editor/enhance")).enhance(found));
watch("[x-data]", async () => (await import("./parts/alpine")).start());

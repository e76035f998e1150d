import { judgeKey } from "./access.ts";
import type { ApiQuery } from "./api-query.ts";
import { historyAnswer } from "./history-answer.ts";
import type { JobBoard } from "./job-board.ts";
import { queueAnswer } from "./queue-answer.ts";
import { stageOf } from "./sabnzbd-job.ts";
import type { SabnzbdSettings } from "./sabnzbd-settings.ts";
import type { SabnzbdDialect } from "./sabnzbd-version.ts";
import { configAnswer, statusAnswer, warningsAnswer } from "./status-answer.ts";

const NEEDS_ONE = "expects one parameter";
const NOT_IMPLEMENTED = "not implemented";

/** Everything the API works on. */
export interface SabnzbdWorld {
  readonly board: JobBoard;
  readonly settings: SabnzbdSettings;
  readonly dialect: SabnzbdDialect;
  readonly now: () => number;
}

/** A logical error: HTTP 200 all the same. */
export class ApiError {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Carries out one permitted call and gives the JSON value of its answer, or the error it reports. */
export function callApi(world: SabnzbdWorld, query: ApiQuery): object | ApiError {
  const { board, settings, dialect } = world;
  endTimedPause(settings, world.now());
  switch (query.text("mode")) {
    case "version":
      return { version: dialect.version };
    case "auth":
      return { auth: judgeKey(settings, query.text("key")) };
    case "queue":
      return callQueue(world, query);
    case "history":
      return callHistory(world, query);
    case "fullstatus":
    case "status":
      return { status: statusAnswer(settings, dialect, query, world.now()) };
    case "warnings":
      if (query.text("name") === "clear") settings.warnings.length = 0;
      return { warnings: warningsAnswer(settings, dialect) };
    case "get_cats":
      return { categories: settings.categories };
    case "get_scripts":
      return { scripts: ["None"] };
    case "get_config":
      return { config: configAnswer(settings, query) };
    case "pause":
    case "resume":
      settings.paused = query.text("mode") === "pause";
      settings.resumeAt = null;
      return { status: true };
    case "addurl":
      if (query.text("name") === "") return new ApiError(NEEDS_ONE);
      return {
        status: true,
        nzo_ids: [
          board.add({
            title: query.text("nzbname") || query.text("name"),
            category: query.text("cat"),
            state: "metadata",
          }).id,
        ],
      };
    default:
      return new ApiError(NOT_IMPLEMENTED);
  }
}

function endTimedPause(settings: SabnzbdSettings, now: number): void {
  if (settings.resumeAt === null || now < settings.resumeAt) return;
  settings.paused = false;
  settings.resumeAt = null;
}

function callQueue(world: SabnzbdWorld, query: ApiQuery): object | ApiError {
  const { board, settings, dialect } = world;
  const ids = query.list("value");
  switch (query.text("name")) {
    case "delete": {
      if (ids === null) return new ApiError(NEEDS_ONE);
      const queued = board.queue().map((job) => job.download.id);
      const gone =
        ids[0]?.toLowerCase() === "all" ? queued : ids.filter((id) => queued.includes(id));
      for (const id of gone) board.remove(id);
      return { status: gone.length > 0, nzo_ids: gone };
    }
    case "pause":
    case "resume": {
      const state = query.text("name") === "pause" ? "paused" : "queued";
      const handled = (ids ?? []).filter((id) => {
        const job = board.find(id);
        if (job === undefined || stageOf(job) !== "queue") return false;
        if (state === "paused" || job.download.state === "paused") board.update(id, { state });
        return true;
      });
      return { status: handled.length > 0, nzo_ids: handled };
    }
    default: {
      const jobs = board.queue();
      board.noteAnswered("queue");
      return { queue: queueAnswer({ jobs, settings, dialect, now: world.now() }, query) };
    }
  }
}

function callHistory(world: SabnzbdWorld, query: ApiQuery): object | ApiError {
  const { board, settings, dialect } = world;
  if (query.text("name") === "delete") return deleteHistory(world, query);
  if (query.text("name") !== "") return new ApiError(NOT_IMPLEMENTED);
  // The check looks at the counter alone: another search or page still gets `false`.
  if (query.int("last_history_update") === board.historyUpdate) {
    board.noteAnswered("history");
    return { history: false };
  }
  const isArchive = dialect.archive && query.flag("archive");
  const view = {
    postProcessing: isArchive ? [] : board.postProcessing(),
    ended: board.history(isArchive),
    settings,
    dialect,
    now: world.now(),
    historyUpdate: board.historyUpdate,
  };
  board.noteAnswered("history");
  return { history: historyAnswer(view, query) };
}

/** From 4.3 on a delete only archives, unless it says `archive=0` or hits a job in post-processing. */
function deleteHistory(world: SabnzbdWorld, query: ApiQuery): object | ApiError {
  const { board, dialect } = world;
  const ids = query.list("value");
  if (ids === null) return new ApiError(NEEDS_ONE);
  const isArchiving = dialect.archive && query.text("archive") !== "0";
  for (const id of ids) {
    const job = board.find(id);
    if (job === undefined || stageOf(job) === "queue") continue;
    if (isArchiving && stageOf(job) === "history") board.setDetail(id, { archived: true });
    else board.remove(id);
  }
  return { status: true };
}

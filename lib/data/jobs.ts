import "server-only";
import { driver } from "#db/client";
import { jobChannel } from "#db/queries/jobs";
import { AskbookError } from "#lib/errors";
import { log } from "#lib/log";
import type { SystemActor } from "#lib/permissions";
import { finishJob, type JobRow, postponeJob, returnJob, scheduleDaily, takeJob } from "./job-queue.ts";
import { profileSource } from "./profile.ts";
import { removeStaleUploads } from "./upload/upload-folder.ts";

export type JobHandler = (
  viewer: SystemActor,
  input: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<void>;
export type JobHandlers = Partial<Record<JobRow["kind"], JobHandler>>;
export type JobWorker = { stop(): Promise<void> };

/** Work that was put without a notice being heard is found this often. */
const pollMs = 30_000;
const deadlineMs = 10 * 60_000;

/** Done once a day for every organization. */
const daily = "apply-retention";

const ownHandlers: JobHandlers = {
  "profile-source": async (viewer, { sourceId = "" }, signal) => {
    await profileSource(viewer, sourceId, signal);
  },
};

/** Does background work one after another, woken by a notice of the database, until it is stopped. Other rooms bring their handlers. */
export async function startJobWorker(handlers: JobHandlers = {}): Promise<JobWorker> {
  const all = { ...ownHandlers, ...handlers };
  const stopping = new AbortController();
  let wake: () => void = () => undefined;
  let isAwake = true;
  const notice = (): void => {
    isAwake = true;
    wake();
  };
  const listening = await driver().listen(jobChannel, notice);
  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      isAwake = false;
      if (all[daily] !== undefined)
        await scheduleDaily(daily).catch((error: unknown) => log().warn({ err: error }, "daily work is not scheduled"));
      await workOff(all, stopping.signal);
      await removeStaleUploads().catch((error: unknown) => log().warn({ err: error }, "stale uploads stay for now"));
      if (!isAwake && !stopping.signal.aborted) await pause(pollMs, (resume) => (wake = resume));
    }
  };
  const done = work();
  return {
    async stop() {
      stopping.abort();
      notice();
      await done;
      await listening.unlisten();
    },
  };
}

function pause(milliseconds: number, onResume: (resume: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    timer.unref();
    onResume(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Everything that is due. A database that is away for a moment is asked again later. */
async function workOff(handlers: JobHandlers, signal: AbortSignal): Promise<void> {
  try {
    while (!signal.aborted) {
      const taken = await takeJob(kindsOf(handlers));
      if (taken === null) return;
      await doJob(taken, handlers, signal);
    }
  } catch (error) {
    log().error({ err: error }, "background work could not be taken");
  }
}

function kindsOf(handlers: JobHandlers): JobRow["kind"][] {
  const kinds: readonly JobRow["kind"][] = ["profile-source", "index-source", "apply-retention"];
  return kinds.filter((kind) => handlers[kind] !== undefined);
}

async function doJob(taken: JobRow, handlers: JobHandlers, stopping: AbortSignal): Promise<void> {
  const viewer: SystemActor = { kind: "system", organizationId: taken.organizationId, purpose: taken.kind };
  try {
    await handlers[taken.kind]?.(viewer, taken.input, AbortSignal.any([stopping, AbortSignal.timeout(deadlineMs)]));
    await finishJob(taken.id);
  } catch (error) {
    // Its source was removed in the meantime: nothing is left to do.
    if (error instanceof AskbookError && error.code === "not_found") return finishJob(taken.id);
    if (stopping.aborted) return returnJob(taken);
    log().warn({ job: taken.id, kind: taken.kind, attempts: taken.attempts, err: error }, "background work failed");
    await postponeJob(taken, error instanceof Error ? error.message : String(error));
  }
}

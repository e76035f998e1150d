import type { Stream } from "../journeys/browser.ts";
import { grabEpisode } from "../journeys/household.ts";
import { startWholeHousehold, type WholeHousehold } from "./whole-household.ts";

/** A whole household with something in every place, and its server running. */
export interface Stage {
  readonly whole: WholeHousehold;
  /** What the owner sees, live. */
  readonly owned: Stream;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const whole = await startWholeHousehold();
  const { household, ombi } = whole;
  grabEpisode(household, { title: "Harbor.Lights.S01E01", tags: ["alice"] });
  household.radarr.addMovie({ title: "The Quiet Ferry", tags: ["alice"] });
  household.sabnzbd.add({ title: "The.Quiet.Ferry.2024" });
  const requestedBy = ombi.addUser({ userName: "alice", providerUserId: household.users.alice.id });
  ombi.addMovieRequest({ title: "The Quiet Ferry", requestedBy, approved: true });
  household.sonarr.addHistory({
    eventType: "downloadFolderImported",
    titleId: 1,
    episodeIds: [1],
    sourceTitle: "Harbor.Lights.S01E01",
  });
  await whole.start();
  const owned = await (await household.signedIn("alice")).stream();
  return {
    whole,
    owned,
    async close(): Promise<void> {
      owned.close();
      await whole.stop();
    },
  };
}

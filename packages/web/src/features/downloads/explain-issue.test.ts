import { expect, it } from "vitest";

import { explainIssue } from "./explain-issue.ts";

it.each([
  ["Not an upgrade for existing episode file(s)", "issue.notUpgrade"],
  ["Not a Custom Format upgrade for existing movie file(s)", "issue.notUpgrade"],
  ["Not enough free space", "issue.diskFull"],
  ["write: No space left on device", "issue.diskFull"],
  ["Aborted, encryption detected: file is encrypted", "issue.password"],
  ["Access to the path '/tv/Show' is denied.", "issue.permission"],
  ["Found archive file, might need to be extracted", "issue.packed"],
  ["Sample", "issue.sample"],
  ["No files found are eligible for import in /data/x", "issue.noFiles"],
  ["matched to series by ID. Automatic import is not possible", "issue.unsureMatch"],
  ["Episode has a TBA title and recently aired", "issue.tba"],
  ["One or more episodes were not imported or missing from the release", "issue.missingParts"],
  [
    "One or more movies expected in this release were not imported or missing from the release",
    "issue.missingParts",
  ],
  ["Not a quality revision upgrade for existing episode file(s)", "issue.notUpgrade"],
  ["Episode file already imported at 2026-11-02 10:11:12", "issue.notUpgrade"],
  ["Has the same filesize as existing file", "issue.notUpgrade"],
  [
    "Series title mismatch; automatic import is not possible. Manual Import required.",
    "issue.unsureMatch",
  ],
  ["Movie title mismatch, automatic import is not possible.", "issue.unsureMatch"],
  ["Partial season packs are not supported", "issue.unsureMatch"],
  ["Caution: Found executable file with extension: '.exe'", "issue.dangerous"],
  ["Caution: Found potentially dangerous file with extension: '.lnk'", "issue.dangerous"],
  ["Aborted, unwanted extension detected", "issue.dangerous"],
  ["Import failed, path does not exist or is not accessible by Sonarr: [path]", "issue.outOfReach"],
  ["File is still being unpacked", "issue.unpacking"],
  ["Locked file, try again later", "issue.unpacking"],
  ["Unable to determine if file is a sample", "issue.unsureSample"],
  ["Download wasn't grabbed by Radarr and not in a category, Skipping.", "issue.notAskedFor"],
  ["Episode 1x03 was not found in the grabbed release: Show.S01E02", "issue.somethingElse"],
  ["Episode 1x03 was unexpected considering the Show.S01E02 folder name", "issue.somethingElse"],
  ["Aborted, encryption detected", "issue.password"],
  ["Unpacking failed, archive requires a password", "issue.password"],
  ["Unpacking failed, write error or disk is full?", "issue.diskFull"],
  ["Unpacking failed, CRC error", "issue.incomplete"],
  ["Unpacking failed, an expected file was not unpacked", "issue.unpackFailed"],
  ["Download failed - Not on your server(s)", "issue.incomplete"],
  ["Input/output error", "issue.diskFault"],
  ["Torrent is not authorized for use on this tracker", "issue.trackerDoor"],
  ["Torrent has been deleted.", "issue.trackerRefused"],
  ["qBittorrent cannot resolve magnet link with DHT disabled", "issue.magnet"],
  ["Host not found (authoritative)", "issue.noConnection"],
  ["No data found! Ensure your drives are connected", "issue.filesGone"],
  ["Unable to parse file", "issue.unknownTitle"],
  ["Invalid season or episode", "issue.unknownTitle"],
  ["unregistered torrent", "issue.trackerRefused"],
  ["Missing files", "issue.filesGone"],
  ["Repair failed, not enough repair blocks (12 short)", "issue.incomplete"],
  ["Aborted, cannot be completed", "issue.incomplete"],
  ["Could not connect to tracker", "issue.noConnection"],
  ["Connection timed out", "issue.noConnection"],
])("understands %j", (message, issue) => {
  expect(explainIssue(message)).toBe(issue);
});

it.each(["Something nobody has said before", "Examples of manuals", ""])(
  "does not pretend to understand %j",
  (message) => {
    expect(explainIssue(message)).toBeNull();
  },
);

/** The releases that differ enough to be worth simulating. */
export type RtorrentVersion = "0.9.6" | "0.9.8" | "0.16.17";

/** Which library reads and writes the XML: a choice made when rTorrent is built, and visible on the wire. */
export type XmlLibrary = "xmlrpc-c" | "tinyxml2";

/** Where the releases differ on the wire. */
export interface RtorrentRelease {
  readonly version: RtorrentVersion;
  readonly libraryVersion: string;
  readonly apiVersion: string;
  /** What most builds of this release use; recordings of 0.16.17 come from a build with xmlrpc-c. */
  readonly usualXmlLibrary: XmlLibrary;
  /** SCGI bodies above this close the socket without an answer. */
  readonly maxBodyBytes: number;
  /** From 0.15 on CONTENT_TYPE is looked at, answers may be compressed, and faults about targets changed. */
  readonly isModern: boolean;
}

const MIB = 1024 * 1024;

export const RELEASES: Readonly<Record<RtorrentVersion, RtorrentRelease>> = {
  "0.9.6": {
    version: "0.9.6",
    libraryVersion: "0.13.6",
    apiVersion: "9",
    usualXmlLibrary: "xmlrpc-c",
    maxBodyBytes: 2 * MIB,
    isModern: false,
  },
  "0.9.8": {
    version: "0.9.8",
    libraryVersion: "0.13.8",
    apiVersion: "10",
    usualXmlLibrary: "xmlrpc-c",
    maxBodyBytes: 2 * MIB,
    isModern: false,
  },
  "0.16.17": {
    version: "0.16.17",
    libraryVersion: "0.16.17",
    apiVersion: "23",
    usualXmlLibrary: "tinyxml2",
    maxBodyBytes: 16 * MIB,
    isModern: true,
  },
};

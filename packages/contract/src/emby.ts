import { Type, type Static } from "typebox";

/** Ids of Emby and Jellyfin: hexadecimal, or hexadecimal with dashes; never anything that could leave its place in a path. */
const MediaServerId = Type.String({ pattern: "^[0-9A-Za-z-]{1,64}$" });

export const EmbyUserParams = Type.Object({ id: MediaServerId });
export type EmbyUserParams = Static<typeof EmbyUserParams>;

export const EmbySessionParams = Type.Object({ sessionId: MediaServerId });
export type EmbySessionParams = Static<typeof EmbySessionParams>;

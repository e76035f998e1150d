import type { MediaSession, MediaUser } from "./account-book.ts";
import type { MediaServerKind } from "./media-server-version.ts";

/** What the answers say of the server itself. */
export interface ServerFacts {
  readonly kind: MediaServerKind;
  readonly version: string;
  readonly productName: string | null;
  readonly serverName: string;
  readonly serverId: string;
  readonly url: string;
}

/** The open server info: how clients tell the two products apart. */
export function publicInfo(facts: ServerFacts): object {
  const common = { ServerName: facts.serverName, Version: facts.version, Id: facts.serverId };
  if (facts.kind === "emby") {
    return { LocalAddress: facts.url, LocalAddresses: [facts.url], RemoteAddresses: [], ...common };
  }
  return {
    LocalAddress: facts.url,
    ...common,
    ProductName: facts.productName,
    OperatingSystem: "",
    StartupWizardCompleted: true,
  };
}

/** A user in PascalCase, with the policy. */
export function userJson(facts: ServerFacts, user: MediaUser): object {
  return {
    Name: user.name,
    ServerId: facts.serverId,
    Id: user.id,
    ...(user.hasImage ? { PrimaryImageTag: imageTag(user) } : {}),
    HasPassword: user.password !== "",
    HasConfiguredPassword: user.password !== "",
    EnableAutoLogin: false,
    ...(user.lastLoginAt === null
      ? {}
      : {
          LastLoginDate: ticksDate(user.lastLoginAt),
          LastActivityDate: ticksDate(user.lastLoginAt),
        }),
    Configuration: { PlayDefaultAudioTrack: true, OrderedViews: [] },
    Policy: policyJson(facts, user),
  };
}

function policyJson(facts: ServerFacts, user: MediaUser): object {
  return {
    IsAdministrator: user.isAdmin,
    IsHidden: user.isHidden,
    IsDisabled: user.isDisabled,
    BlockedTags: [],
    EnableRemoteAccess: true,
    EnableMediaPlayback: true,
    EnableAllDevices: true,
    EnabledDevices: [],
    EnableAllFolders: true,
    EnabledFolders: [],
    InvalidLoginAttemptCount: user.failedAttempts,
    ...(facts.kind === "jellyfin"
      ? { LoginAttemptsBeforeLockout: user.loginAttemptsBeforeLockout, MaxActiveSessions: 0 }
      : { IsHiddenRemotely: false, SimultaneousStreamLimit: 0, RestrictedFeatures: [] }),
    ...(facts.kind === "emby" && user.isLockedOut ? { LockedOutDate: 1 } : {}),
  };
}

export function sessionJson(facts: ServerFacts, session: MediaSession): object {
  return {
    PlayState: { CanSeek: false, IsPaused: false, IsMuted: false, RepeatMode: "RepeatNone" },
    AdditionalUsers: [],
    RemoteEndPoint: "127.0.0.1",
    PlayableMediaTypes: [],
    Id: session.id,
    UserId: session.user.id,
    UserName: session.user.name,
    Client: session.identity.client,
    LastActivityDate: ticksDate(session.startedAt),
    DeviceName: session.identity.device,
    DeviceId: session.identity.deviceId,
    ApplicationVersion: session.identity.version,
    IsActive: true,
    SupportsRemoteControl: false,
    ServerId: facts.serverId,
    SupportedCommands: [],
  };
}

/** The answer to a sign-in. */
export function signInJson(facts: ServerFacts, session: MediaSession): object {
  return {
    User: userJson(facts, session.user),
    SessionInfo: sessionJson(facts, session),
    AccessToken: session.token,
    ServerId: facts.serverId,
  };
}

/** Changes with the picture, so that caches do. */
export function imageTag(user: MediaUser): string {
  return user.id.slice(0, 16);
}

/** Seven digits of a second, as .NET writes dates. */
function ticksDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("Z", "0000Z");
}

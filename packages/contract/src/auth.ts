import { Type, type Static } from "typebox";

/** A person as the browser knows them. */
export const User = Type.Object({
  id: Type.String(),
  name: Type.String(),
  isAdmin: Type.Boolean(),
});
export type User = Static<typeof User>;

export const LoginRequest = Type.Object({
  username: Type.String({ minLength: 1, maxLength: 256 }),
  password: Type.String({ minLength: 1, maxLength: 1024 }),
  rememberMe: Type.Optional(Type.Boolean({ description: "Stay signed in for 30 days." })),
});
export type LoginRequest = Static<typeof LoginRequest>;

export const LoginResponse = Type.Object({
  success: Type.Boolean(),
  user: User,
  csrfToken: Type.String({ description: "To be sent as X-CSRF-Token with every change." }),
});
export type LoginResponse = Static<typeof LoginResponse>;

export const MeResponse = Type.Object({ authenticated: Type.Boolean(), user: Type.Optional(User) });
export type MeResponse = Static<typeof MeResponse>;

export const CsrfResponse = Type.Object({ csrfToken: Type.String() });
export type CsrfResponse = Static<typeof CsrfResponse>;

export const LogoutResponse = Type.Object({ success: Type.Boolean() });
export type LogoutResponse = Static<typeof LogoutResponse>;

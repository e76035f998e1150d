/** Both are put in place of these names when the app is built, see build/installable.ts. */
declare const __APP_FILES__: readonly string[];
declare const __APP_MARK__: string;

/** The app's own files, relative to where it lives, without its page. */
export const APP_FILES: readonly string[] = __APP_FILES__;

/** Another one for every build. */
export const APP_MARK: string = __APP_MARK__;

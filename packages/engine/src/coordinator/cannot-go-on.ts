/** What no retry can mend: the run ends FAILED, and this message is its reason. It says what a person can do. */
export class CannotGoOn extends Error {}

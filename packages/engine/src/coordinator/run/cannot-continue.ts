/** A defect that no retry can repair. The run ends as FAILED, and its reason is this message. The message says what a person can do. */
export class CannotContinue extends Error {}

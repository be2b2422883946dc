/** No retry can repair this. The run ends FAILED, and this message is its reason. It says what a person can do. */
export class CannotContinue extends Error {}

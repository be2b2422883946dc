/** The variables of the server's environment that plans name for their agents (A2). Their values are nowhere stored. */
export interface PassedVariables {
  /** Those of these names that are set. From now on their values are redacted wherever text is stored or shown. */
  take(names: readonly string[]): Record<string, string>
  /** Those of these names that are not set. */
  unset(names: readonly string[]): string[]
}

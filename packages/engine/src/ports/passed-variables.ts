/** A2: the variables of the server's environment that plans name for their agents. Their values are never stored. */
export interface PassedVariables {
  /** Returns the variables among these names that are set. From now on their values are redacted wherever text is stored or shown. */
  take(names: readonly string[]): Record<string, string>
  /** Returns the names that are not set. */
  unset(names: readonly string[]): string[]
}

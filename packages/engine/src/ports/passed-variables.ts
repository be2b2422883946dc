/** A2: the variables of the server's environment that plans name for their agents. Their values are never stored. */
export interface PassedVariables {
  /** Returns the variables among these names that are set. From now on their values are redacted wherever text is stored or shown. */
  take(names: readonly string[]): Record<string, string>
  /** From now on these values are redacted like those of variables. A plan gives them to its agents as secret settings. */
  conceal(values: readonly string[]): void
  /** Returns the names that are not set. */
  unset(names: readonly string[]): string[]
}

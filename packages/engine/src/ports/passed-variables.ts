/** The variables of the server's environment that plans pass to their agents by name. Their values are never stored (A2). */
export interface PassedVariables {
  /** Returns the variables among `names` that are set. From then on their values are redacted wherever text is stored or shown. */
  take(names: readonly string[]): Record<string, string>
  /** Redacts these values too, from then on. They are the secret settings that a plan gives to its agents. */
  conceal(values: readonly string[]): void
  /** @returns those of `names` that are not set */
  unset(names: readonly string[]): string[]
}

const NAMES_A_SECRET = /TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|API_?KEY|PRIVATE_?KEY|DATABASE_URL/i

/** A2: the values of the environment that must never be in a transcript or a log. */
export const secretsOf = (environment: NodeJS.ProcessEnv): string[] =>
  Object.entries(environment).flatMap(([name, value]) => (value && NAMES_A_SECRET.test(name) ? [value] : []))

const NAMES_A_SECRET = /TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|API_?KEY|PRIVATE_?KEY|DATABASE_URL/i

/** @returns the values of variables whose names mark them as secret. They must never be in a stored output or a log (A2). */
export const secretsOf = (environment: NodeJS.ProcessEnv): string[] =>
  Object.entries(environment).flatMap(([name, value]) => (value && NAMES_A_SECRET.test(name) ? [value] : []))

/** Returns the error about a secret that is not set, with how to set it. @param variable the environment variable of the secret */
export const unsetSecret = (variable: string): string =>
  `the agent needs the environment variable ${variable}, which is not set in the server. Stop the server, and start it again with ${variable} set`

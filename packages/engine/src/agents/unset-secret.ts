/** S5: says that an agent lacks a secret, and how to provide it. @param variable the environment variable that holds the secret */
export const unsetSecret = (variable: string): string =>
  `the agent needs the environment variable ${variable}, and the server does not have it. Stop the server, and start it again with ${variable} set`

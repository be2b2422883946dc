/** The environment variables of Coppice, for the help text and for the code that reads them. */
export const SWITCHES = [
  { name: 'PORT', meaning: 'the port of the API and the console (default 4000; 0: any free port)' },
  { name: 'HOST', meaning: 'the address to listen on (default 127.0.0.1)' },
  { name: 'COPPICE_HOME', meaning: 'the data folder (default: coppice in the XDG data folder)' },
  {
    name: 'COPPICE_ADMIN_TOKEN',
    meaning: 'an admin token, 24 characters or more; without it the first start creates one',
  },
  { name: 'COPPICE_SAMPLE', meaning: '0: do not create or run the sample project' },
  { name: 'COPPICE_OUTPUT_DAYS', meaning: 'days to keep the output of agents (default 90; 0: for ever)' },
  {
    name: 'COPPICE_ANSWER_SECONDS',
    meaning:
      'without a terminal, how long run and watch wait for an answer when only agents that ask are left (default 300)',
  },
  { name: 'DATABASE_URL', meaning: 'a PostgreSQL server instead of the embedded database' },
  {
    name: 'COPPICE_BUBBLEWRAP_AT_LEAST',
    meaning: 'the lowest version of bubblewrap that you accept for the sandbox (default 0.12.0)',
  },
  { name: 'NO_COLOR', meaning: 'no colours' },
] as const

export type SwitchName = (typeof SWITCHES)[number]['name']

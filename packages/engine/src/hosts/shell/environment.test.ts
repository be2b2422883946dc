import { expect, it } from 'vitest'
import { agentEnvironment } from './environment.ts'

it('A2: agents get the variables that builds need', () => {
  const needed = {
    PATH: '/usr/bin',
    HOME: '/home/ada',
    LANG: 'de_DE.UTF-8',
    LC_ALL: 'C',
    TMPDIR: '/tmp',
    NODE_EXTRA_CA_CERTS: '/ca.pem',
    https_proxy: 'http://proxy:3128',
    HTTPS_PROXY: 'http://proxy:3128',
    npm_config_registry: 'https://registry.example',
    npm_config_cache: '/cache',
  }
  expect(agentEnvironment(needed)).toEqual(needed)
})

it('A2: agents do not get secrets, or variables that redirect git or Node', () => {
  const kept = {
    ANTHROPIC_API_KEY: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    COPPICE_ADMIN_TOKEN: 'x',
    DATABASE_URL: 'x',
    GITHUB_TOKEN: 'x',
    GIT_DIR: 'x',
    GIT_INDEX_FILE: 'x',
    LD_PRELOAD: 'x',
    NODE_OPTIONS: 'x',
    NODE_ENV: 'production',
    SSH_AUTH_SOCK: 'x',
    npm_config__authToken: 'x',
    NPM_TOKEN: 'x',
    COPPICE_SESSION_ID: 'x',
  }
  expect(agentEnvironment(kept)).toEqual({})
})

it('variables that are not set are left out', () => {
  expect(agentEnvironment({ PATH: undefined })).toEqual({})
})

import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readSettings } from './environment.ts'
import { BadSetting } from './settings.ts'

test('without variables, the settings have their defaults', () => {
  const { home, ...rest } = readSettings({})
  expect(rest).toEqual({
    port: 4000,
    host: '127.0.0.1',
    adminToken: null,
    sample: true,
    console: true,
    outputDays: 90,
    databaseUrl: null,
    bubblewrapAtLeast: null,
  })
  expect(home).toMatch(/coppice$/)
})

test('each variable sets its setting; an empty variable counts as absent', () => {
  const set = {
    PORT: '0',
    HOST: '::1',
    COPPICE_HOME: 'data',
    COPPICE_ADMIN_TOKEN: 'fieldtokenfieldtokenfieldtoken03',
    COPPICE_SAMPLE: '0',
    COPPICE_OUTPUT_DAYS: '0',
    COPPICE_BUBBLEWRAP_AT_LEAST: '0.8.0',
  }
  expect(readSettings({ ...set, DATABASE_URL: 'postgresql://h/d' })).toEqual({
    port: 0,
    host: '::1',
    home: resolve('data'),
    adminToken: 'fieldtokenfieldtokenfieldtoken03',
    sample: false,
    console: true,
    outputDays: null,
    databaseUrl: 'postgresql://h/d',
    bubblewrapAtLeast: '0.8.0',
  })
  expect(readSettings({ PORT: '', HOST: '', COPPICE_SAMPLE: '', DATABASE_URL: '' })).toMatchObject({
    port: 4000,
    sample: true,
    databaseUrl: null,
  })
})

test('an option of the command line overrides its variable', () => {
  const options = { port: '5000', host: '0.0.0.0', home: '/srv', sample: false }
  expect(readSettings({ PORT: '1', HOST: 'h', COPPICE_HOME: '/x', COPPICE_SAMPLE: '1' }, options)).toMatchObject({
    port: 5000,
    host: '0.0.0.0',
    home: '/srv',
    sample: false,
  })
})

test.each([
  [{ PORT: 'http' }, /^PORT is 'http': expected a number/],
  [{ PORT: '65536' }, /^PORT is '65536'/],
  [{ PORT: '-1' }, /^PORT is '-1'/],
  [{ COPPICE_SAMPLE: 'no' }, /^COPPICE_SAMPLE is 'no': expected 0/],
  [{ COPPICE_OUTPUT_DAYS: 'a month' }, /^COPPICE_OUTPUT_DAYS is 'a month': expected a number of days/],
  [{ COPPICE_BUBBLEWRAP_AT_LEAST: 'any' }, /^COPPICE_BUBBLEWRAP_AT_LEAST is 'any': expected a version/],
  [{ COPPICE_ADMIN_TOKEN: 'with space' }, /^COPPICE_ADMIN_TOKEN/],
  [{ COPPICE_ADMIN_TOKEN: 'a' }, /^COPPICE_ADMIN_TOKEN is too easy to guess\. .*openssl rand -hex 24/],
  [{ COPPICE_ADMIN_TOKEN: 'aa'.repeat(20) }, /too easy to guess/],
  [{ COPPICE_ADMIN_TOKEN: '0123456789abcdef0123456' }, /at least 24 random characters/],
])('%j is refused in one line that names it', (environment, message) => {
  expect(() => readSettings(environment)).toThrow(BadSetting)
  expect(() => readSettings(environment)).toThrow(message)
})

test('an invalid variable is refused also when an option overrides it', () => {
  expect(() => readSettings({ COPPICE_SAMPLE: 'no' }, { sample: false })).toThrow(BadSetting)
})

import { timesLonger } from '@coppice/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createOpenRedactor, createRedactor } from './redact.ts'

const shapes = createRedactor([])

describe('A2: texts that look like a token', () => {
  it.each([
    ['an Anthropic key', 'sk-ant-api03-abcdefghijklmnopqrstuvwxyz_0123-AA'],
    ['an OpenAI key', 'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789'],
    ['a GitHub token', 'ghp_0123456789abcdefghijABCDEFGHIJ012345'],
    ['a fine-grained GitHub token', 'github_pat_11ABCDEFG0123456789_abcdefghijklmnopqrstuvwxyz'],
    ['a GitLab token', 'glpat-0123456789abcdefghij'],
    ['a token of Coppice', 'cop_0123456789abcdef'],
    ['an AWS key', 'AKIAIOSFODNN7EXAMPLE'],
    ['a Slack token', 'xoxb-123456789012-abcdefghijkl'],
    ['an npm token', 'npm_0123456789abcdefghijABCDEFGHIJ012345'],
  ])('%s is redacted', (_, token) => {
    expect(shapes(`before ${token} after`)).toBe('before [redacted] after')
    expect(shapes(`KEY="${token}"`)).toBe('KEY="[redacted]"')
  })

  const OURS = `cop_${'aB3_-'.repeat(8)}xyz`
  it.each([
    ['in a colour', `\u001b[32m${OURS}\u001b[0m`, '\u001b[32m[redacted]\u001b[0m'],
    ['after an escape of JSON', String.raw`"line\n${OURS}"`, String.raw`"line\n[redacted]"`],
    ['after an escape of a URL', `?next=%2Fsign-in%23code%3D${OURS}&x`, '?next=%2Fsign-in%23code%3D[redacted]&x'],
    ['in the middle of a word', `TOKEN_${OURS}`, 'TOKEN_[redacted]'],
    ['of a provider in a colour', '\u001b[1;31mghp_0123456789abcdefghij', '\u001b[1;31m[redacted]'],
    ['of a provider after an escape', String.raw`\nsk-ant-api03-abcdefghijklmnop`, String.raw`\n[redacted]`],
  ])('a token %s is redacted', (_, text, redacted) => {
    expect(shapes(text)).toBe(redacted)
  })

  it('a token of Coppice in base64 is redacted after any other bytes', () => {
    for (const alphabet of ['base64', 'base64url'] as const)
      for (const before of ['', 'x', 'xy', '{"token":"', '{"url":"http://127.0.0.1:4000","pid":1,"token":"']) {
        const text = shapes(Buffer.from(`${before}${OURS}"}`).toString(alphabet))
        const [kept = ''] = text.split('[redacted]')
        expect(text).toContain('[redacted]')
        expect(before).toContain(Buffer.from(kept, alphabet).toString().slice(0, -1))
      }
  })

  it('a secret that contains a colour is redacted, and its line loses its colours; other lines keep theirs', () => {
    const green = '\u001b[32mgreen\u001b[0m'
    const split = `\u001b[01;31m\u001b[Kcop_\u001b[m\u001b[K${OURS.slice(4, 20)}\u001b[1m${OURS.slice(20)}`
    expect(shapes(`${green}\n"token":"${split}" \u001b[1mend\n${green}`)).toBe(
      `${green}\n"token":"[redacted]" end\n${green}`,
    )
    expect(createRedactor(['hunter2hunter2'])('x hunter2\u001b[31mhunter2 y')).toBe('x [redacted] y')
  })

  it('a bearer token is redacted, and its header stays', () => {
    expect(shapes('Authorization: Bearer abc.def-0123456789=')).toBe('Authorization: Bearer [redacted]')
  })

  it('the password in a URL is redacted, and user and host stay', () => {
    expect(shapes('postgres://ada:s3cret@db:5432/app')).toBe('postgres://ada:[redacted]@db:5432/app')
    expect(shapes('https://:p@ss@host/path?q=a@b')).toBe('https://:[redacted]@host/path?q=a@b')
  })

  it('ordinary text is not changed', () => {
    for (const text of [
      'risk-based approach and desk-top',
      'the bearer of bad news',
      'http://localhost:4000/path',
      'http://host:80/@scope/package',
      'user@example.com',
      'commit 0123456789abcdef0123456789abcdef01234567',
      'scoop_0123456789',
    ])
      expect(shapes(text)).toBe(text)
  })

  it('R4: redacting takes linear time for any text', () => {
    const units = ['a', 'a:', 'sk-', 'http://', 'http://a:', 'bearer ', 'cop_', 'ghp_0', '.+-', 'a@', 'A', ' ']
    const redacted = (size: number) => {
      const hostile = units.map((unit) => unit.repeat(size / unit.length))
      return () => hostile.map(shapes)
    }
    expect(timesLonger(redacted(64 * 1024), redacted(512 * 1024))).toBeLessThan(24)
  })
})

describe('A2: known secrets', () => {
  it('are redacted at any place, the longer ones first', () => {
    const redact = createRedactor(['swordfish', 'swordfish-and-more'])
    expect(redact('xswordfish-and-morey swordfish')).toBe('x[redacted]y [redacted]')
  })

  it('are redacted as they are written in URLs and JSON', () => {
    const redact = createRedactor(['pass word/"1"'])
    expect(redact(`u=${encodeURIComponent('pass word/"1"')} ${JSON.stringify('pass word/"1"')}`)).toBe(
      'u=[redacted] "[redacted]"',
    )
  })

  it('are redacted in base64 after any other bytes', () => {
    const secret = 'correct-horse>>battery??staple'
    const redact = createRedactor([secret])
    for (const before of ['', 'x', 'ab', 'user:', '{"token":"'])
      for (const alphabet of ['base64', 'base64url'] as const) {
        const text = Buffer.from(`${before}${secret}"}`).toString(alphabet)
        expect(redact(`Authorization: Basic ${text}`), `${before} in ${alphabet}`).toMatch(
          /^Authorization: Basic \S{0,16}\[redacted\]/,
        )
      }
  })

  it('are redacted line by line when they have several lines', () => {
    const redact = createRedactor(['-----BEGIN KEY-----\nabcdefgh\nijklmnop\n'])
    expect(redact('abcdefgh\n  ijklmnop')).toBe('[redacted]\n  [redacted]')
  })

  it('with less than eight characters are not redacted', () => {
    expect(createRedactor(['main', '', '   '])('main branch')).toBe('main branch')
  })

  it('are always redacted, and the number of lines stays the same', () => {
    const secret = fc.string({ minLength: 8, maxLength: 60 }).filter((text) => text.trim().length >= 8)
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 4 }),
        fc.array(fc.string(), { maxLength: 6 }),
        (secrets, lines) => {
          const text = [...lines, ...secrets, ...lines].join('\n')
          const redacted = createRedactor(secrets)(text)
          for (const one of secrets) if (!'[redacted]'.includes(one.trim())) expect(redacted).not.toContain(one.trim())
          expect(redacted.split('\n')).toHaveLength(text.split('\n').length)
        },
      ),
    )
  })
})

describe('A2: a text whose end has not arrived', () => {
  it('lacks its last word, because a part of a key is not recognized', () => {
    const open = createOpenRedactor([])
    expect(open('The key is sk-ant-api03-abc')).toBe('The key is ')
    expect(open('The key is sk-ant-api03-abcdefghijklmnopqrstuvwxyz')).toBe('The key is ')
    expect(open('The key is sk-ant-api03-abcdefghijklmnopqrstuvwxyz and')).toBe('The key is [redacted] ')
    expect(open('Authorization: Bearer abc.def-0123456789=\nThe')).toBe('Authorization: Bearer [redacted]\n')
    expect(open('word')).toBe('')
  })

  it('lacks words with which a known secret begins, until the next words show that it is another text', () => {
    const open = createOpenRedactor(['correct horse battery'], ['my pin'])
    expect(open('It is correct horse ')).toBe('It is ')
    expect(open('It is incorrect horse ')).toBe('It is ')
    expect(open('It is correct horses and ')).toBe('It is correct horses and ')
    expect(open('It is correct horse battery and ')).toBe('It is [redacted] and ')
    expect(open('This is my ')).toBe('This is ')
    expect(open('This is my pin.\n')).toBe('This is [redacted].\n')
    expect(open('It is correct \u001b[1mhorse\u001b[0m ')).toBe('It is ')
  })

  it('is the beginning of the whole text, redacted, wherever it ends', () => {
    const secrets = ['correct horse battery', 'horse', 'swordfish-and-more', 'a b c d e f', 'my pin', 'tab\tand more']
    const tokens = ['sk-ant-api03-abcdefghijklmnop', 'postgres://ada:s3cret@db:5432/app', 'Bearer abc.def-0123456789=']
    const words = fc.constantFrom(...secrets, ...tokens, ...secrets.flatMap((one) => one.split(/\s/)), 'x', '-', '\n')
    const open = createOpenRedactor(secrets, ['my pin'])
    const whole = createRedactor(secrets, ['my pin'])
    fc.assert(
      fc.property(fc.array(fc.tuple(words, fc.constantFrom(' ', '', '  ', '\t')), { maxLength: 12 }), (pairs) => {
        const text = pairs.flat().join('')
        for (let end = 0; end <= text.length; end += 1)
          expect(whole(text).startsWith(open(text.slice(0, end)))).toBe(true)
      }),
    )
  })

  it('R4: takes linear time', () => {
    const open = createOpenRedactor(['a '.repeat(30), 'correct horse'])
    const texts = ['a', 'a ', ' ', 'correct '].map((unit) => (size: number) => unit.repeat(size / unit.length))
    const redacted = (size: number) => () => texts.map((text) => open(text(size)))
    expect(timesLonger(redacted(64 * 1024), redacted(512 * 1024))).toBeLessThan(24)
  })
})

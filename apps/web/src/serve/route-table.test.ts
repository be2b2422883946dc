import { describe, expect, it } from 'vitest'
import { fillIn, placeholders } from './placeholder.ts'
import { routeTable } from './route-table.ts'

const find = routeTable([
  'index.html',
  'index.txt',
  'sign-in.html',
  '_next/static/chunks/a_b.js',
  'projects/_projectId_.html',
  'projects/_projectId_.txt',
  'projects/_projectId_/__next._tree.txt',
  'projects/_projectId_/__next.projects.$d$projectId.txt',
  'projects/_projectId_/runs/_runId_.html',
])

describe('which file of the export answers a path', () => {
  it('finds pages by their address and files by their name', () => {
    expect(find('/')?.file).toBe('index.html')
    expect(find('/sign-in')?.file).toBe('sign-in.html')
    expect(find('/_next/static/chunks/a_b.js')?.file).toBe('_next/static/chunks/a_b.js')
    expect(find('/nothing')).toBeNull()
    expect(find('/../package.json')).toBeNull()
  })

  it('finds the page, and the data that a change of page asks for, of any id', () => {
    expect(find('/projects/UHJv%3D')).toEqual({ file: 'projects/_projectId_.html', values: { projectId: 'UHJv%3D' } })
    expect(find('/projects/p1.txt')).toEqual({ file: 'projects/_projectId_.txt', values: { projectId: 'p1' } })
    expect(find('/projects/p1/__next._tree.txt')?.values).toEqual({ projectId: 'p1' })
    expect(find('/projects/p1/__next.projects.$d$projectId.txt')?.values).toEqual({ projectId: 'p1' })
    expect(find('/projects/p1/runs/r2')).toEqual({
      file: 'projects/_projectId_/runs/_runId_.html',
      values: { projectId: 'p1', runId: 'r2' },
    })
  })

  it('refuses an id that would mean something in HTML or in JavaScript', () => {
    for (const id of ['"', '<b>', "'", '\\', '`', '&', '$', '{']) expect(find(`/projects/a${id}b`), id).toBeNull()
  })
})

describe('placeholders', () => {
  it('are what a page is exported with, and are replaced by what the address says', () => {
    const [params] = placeholders('projectId', 'runId')()
    expect(params).toEqual({ projectId: '_projectId_', runId: '_runId_' })
    expect(fillIn(`{"k":"${params?.projectId}"} /${params?.runId}/`, { projectId: 'p1', runId: 'r2' })).toBe(
      '{"k":"p1"} /r2/',
    )
  })
})

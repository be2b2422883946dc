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

describe('the file of the export for a path', () => {
  it('is found for pages by their address and for files by their name', () => {
    expect(find('/')?.file).toBe('index.html')
    expect(find('/sign-in')?.file).toBe('sign-in.html')
    expect(find('/_next/static/chunks/a_b.js')?.file).toBe('_next/static/chunks/a_b.js')
    expect(find('/nothing')).toBeNull()
    expect(find('/../package.json')).toBeNull()
  })

  it('is found for pages, and for the data of pages, with any id in the address', () => {
    expect(find('/projects/UHJv%3D')).toEqual({ file: 'projects/_projectId_.html', values: { projectId: 'UHJv%3D' } })
    expect(find('/projects/p1.txt')).toEqual({ file: 'projects/_projectId_.txt', values: { projectId: 'p1' } })
    expect(find('/projects/p1/__next._tree.txt')?.values).toEqual({ projectId: 'p1' })
    expect(find('/projects/p1/__next.projects.$d$projectId.txt')?.values).toEqual({ projectId: 'p1' })
    expect(find('/projects/p1/runs/r2')).toEqual({
      file: 'projects/_projectId_/runs/_runId_.html',
      values: { projectId: 'p1', runId: 'r2' },
    })
  })

  it('is not found for an id with special characters of HTML or JavaScript', () => {
    for (const id of ['"', '<b>', "'", '\\', '`', '&', '$', '{']) expect(find(`/projects/a${id}b`), id).toBeNull()
  })
})

describe('placeholders', () => {
  it('are in the exported page and are replaced by the values of the address', () => {
    const [params] = placeholders('projectId', 'runId')()
    expect(params).toEqual({ projectId: '_projectId_', runId: '_runId_' })
    expect(fillIn(`{"k":"${params?.projectId}"} /${params?.runId}/`, { projectId: 'p1', runId: 'r2' })).toBe(
      '{"k":"p1"} /r2/',
    )
  })
})

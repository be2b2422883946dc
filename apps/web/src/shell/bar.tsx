'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { Fragment } from 'react'
import type { Connection } from '../live/follow.ts'
import { ChevronLeft, Mark } from '../ui/icons.tsx'
import { ConnectionState } from './connection-state.tsx'
import { ViewerMenu } from './viewer-menu.tsx'

export interface Crumb {
  label: string
  /** The address of the page. It is absent for the present page. */
  href?: string
}

export interface BarProps {
  crumbs: readonly Crumb[]
  connection: Connection | null
  still?: ReactNode
}

/** The bar at the top of every page: the path to the page, the state of the connection, and the menu of the person. */
export function Bar({ crumbs, connection, still }: BarProps) {
  const up = crumbs.findLast((crumb) => crumb.href !== undefined)
  return (
    <header className="sticky top-0 z-30 flex h-10 flex-none items-center gap-2.5 border-(--hair) border-b bg-(--bg) px-6 max-[719px]:h-12 max-[719px]:gap-1 max-[719px]:px-4">
      <Link
        href="/"
        aria-label="Coppice, all projects"
        className="flex max-[719px]:h-11 max-[719px]:w-8 max-[719px]:items-center"
      >
        <Mark />
      </Link>
      {up?.href && (
        <Link
          href={up.href}
          aria-label={`Back to ${up.label}`}
          className="hidden h-11 w-8 items-center text-(--text-2) max-[719px]:flex"
        >
          <ChevronLeft />
        </Link>
      )}
      <nav aria-label="Breadcrumbs" className="flex min-w-0 items-center gap-2">
        {crumbs.map((crumb, index) => (
          <Fragment key={crumb.label}>
            {index > 0 && (
              <span aria-hidden="true" className="text-(--text-3) max-[719px]:hidden">
                /
              </span>
            )}
            <CrumbLink crumb={crumb} />
          </Fragment>
        ))}
      </nav>
      <div className="ml-auto flex flex-none items-center gap-5 max-[719px]:gap-3">
        <ConnectionState connection={connection} still={still} />
        <ViewerMenu />
      </div>
    </header>
  )
}

function CrumbLink({ crumb }: { crumb: Crumb }) {
  if (crumb.href === undefined)
    return (
      <span aria-current="page" className="truncate font-semibold">
        {crumb.label}
      </span>
    )
  return (
    <Link href={crumb.href} className="truncate text-(--text-2) hover:text-(--text) max-[719px]:hidden">
      {crumb.label}
    </Link>
  )
}

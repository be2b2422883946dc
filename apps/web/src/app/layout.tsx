import './globals.css'
import type { Metadata, Viewport } from 'next'
import { ThemeProvider } from 'next-themes'
import type { ReactNode } from 'react'
import { ConsoleProvider } from '../client/console-provider.tsx'
import { Toaster } from '../ui/toaster.tsx'

export const metadata: Metadata = { title: { default: 'Coppice', template: '%s · Coppice' } }
export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fdfdfc' },
    { media: '(prefers-color-scheme: dark)', color: '#111311' },
  ],
}

/**
 * The script of the theme sets an attribute of `html` before React renders. `suppressHydrationWarning` stops React from warning about it.
 */
export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        <ThemeProvider attribute="data-theme" defaultTheme="system" disableTransitionOnChange>
          <ConsoleProvider>{children}</ConsoleProvider>
          <Toaster />
        </ThemeProvider>
      </body>
    </html>
  )
}

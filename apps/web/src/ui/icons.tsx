import type { ReactNode, SVGProps } from 'react'

type IconProps = { className?: string }

function Icon({ width, height = width, className = '', children, ...rest }: SVGProps<SVGSVGElement>) {
  return (
    <svg
      aria-hidden="true"
      className={`flex-none ${className}`}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.3"
      {...rest}
    >
      {children as ReactNode}
    </svg>
  )
}

/** The logo of Coppice: several stems that grow from one root. */
export const Mark = (props: IconProps) => (
  <Icon width={18} strokeWidth="1.5" {...props}>
    <path d="M1 14.5h16" strokeWidth="2" />
    <path d="M9 14V2M9 11Q5 11 5 7.5V4M9 11q4 0 4-3.5V6" />
  </Icon>
)

export const ChevronDown = (props: IconProps) => (
  <Icon width={10} {...props}>
    <path d="M2 3.5L5 7l3-3.5" />
  </Icon>
)

export const ChevronLeft = (props: IconProps) => (
  <Icon width={12} strokeWidth="1.5" {...props}>
    <path d="M8 1L3 6l5 5" />
  </Icon>
)

export const Search = (props: IconProps) => (
  <Icon width={13} {...props}>
    <circle cx="5.5" cy="5.5" r="3.8" />
    <path d="M8.4 8.4L12 12" />
  </Icon>
)

export const Close = (props: IconProps) => (
  <Icon width={10} {...props}>
    <path d="M2 2l6 6M8 2L2 8" />
  </Icon>
)

/** The icon of an open connection. */
export const Wire = (props: IconProps) => (
  <Icon width={16} height={10} strokeLinejoin="round" {...props}>
    <path d="M0 5h4l2-4 3 8 2-4h5" />
  </Icon>
)

/** The icon of a lost connection. */
export const CutWire = (props: IconProps) => (
  <Icon width={16} height={10} {...props}>
    <path d="M0 5h5M11 5h5M6.5 9l3-8" />
  </Icon>
)

export const Copy = (props: IconProps) => (
  <Icon width={11} strokeWidth="1.1" {...props}>
    <path d="M3.5 3.5h6v6h-6zM1.5 7.5v-6h6" />
  </Icon>
)

export const Check = (props: IconProps) => (
  <Icon width={11} strokeWidth="1.5" {...props}>
    <path d="M1.5 6l2.8 2.8L9.5 2.5" />
  </Icon>
)

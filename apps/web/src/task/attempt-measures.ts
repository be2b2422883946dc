/** px of the attempts over time. */
export const ROOT_Y = 30
export const FIRST_ROW = 70
export const ROW = 40
export const RADIUS = 7
/** Where the axis begins; left of it are the tabs. */
export const LABELS = 236

export const rowY = (index: number): number => FIRST_ROW + index * ROW

/** The drawing for a project without runs: the dotted line of a branch, from the start of a run to its delivery. */
export function StartRoot() {
  return (
    <svg aria-hidden="true" className="block max-w-full" width="660" height="40" viewBox="0 0 660 40">
      <path d="M6 20H640" stroke="var(--line-2)" strokeWidth="2" strokeDasharray="2 5" />
      <circle cx="6" cy="20" r="4.5" fill="var(--bg)" stroke="var(--ink)" strokeWidth="2" />
      <circle cx="646" cy="20" r="5" fill="var(--bg)" stroke="var(--line-2)" strokeWidth="1.5" strokeDasharray="2 2" />
    </svg>
  )
}

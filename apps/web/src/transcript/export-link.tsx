/** Downloads a transcript as Markdown. @param id of a session, of a task in a run, or of a run */
export function ExportLink({ id, title }: { id: string; title: string }) {
  return (
    <a
      href={`/transcripts/${id}.md`}
      download
      title={title}
      className="ml-auto inline-flex flex-none items-center text-(--text-2) underline underline-offset-[3px] hover:text-(--text) max-[719px]:min-h-11"
    >
      Download Markdown
    </a>
  )
}

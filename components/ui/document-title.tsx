/** The title of the browser's tab. In the page's own tree: what Next streams beside it can get lost when one navigates quickly. */
export function DocumentTitle({ children }: { readonly children: string }) {
  return <title>{`${children} · Askbook`}</title>;
}

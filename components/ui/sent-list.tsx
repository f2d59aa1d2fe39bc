import type { Sent } from "#lib/contract/sent";
import { CopyButton } from "./copy-button.tsx";
import { ScrollRegion } from "./scroll-region.tsx";

/** Every request that left for a provider, byte for byte, without credentials. */
export function SentList({ requests }: Sent) {
  if (requests.length === 0)
    return (
      <p className="text-quiet text-sm">
        Nothing left this server: the built-in model answered here, or the record was removed when its time was up.
      </p>
    );
  return (
    <ol className="space-y-3">
      {requests.map((sent, index) => (
        <li key={sent.id}>
          <p className="text-sm">
            Request {index + 1} to {sent.model}
          </p>
          <p className="mb-1 font-mono text-quiet text-xs [overflow-wrap:anywhere]">{sent.url}</p>
          <CopyableText label={`request ${index + 1}`} text={sent.body} />
        </li>
      ))}
    </ol>
  );
}

/** Text as it is, in a box that scrolls, with a button that copies it. */
export function CopyableText({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <div className="relative rounded-md border bg-canvas">
      <div className="absolute top-1 right-1">
        <CopyButton value={text} label={`Copy ${label}`} iconOnly />
      </div>
      <ScrollRegion label={`Text of ${label}`} className="max-h-80 overflow-y-auto">
        <pre className="whitespace-pre-wrap py-2 pr-9 pl-2.5 font-mono text-xs leading-5 [overflow-wrap:anywhere]">
          {text}
        </pre>
      </ScrollRegion>
    </div>
  );
}

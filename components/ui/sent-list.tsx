import type { Sent } from "#lib/contract/sent";
import { CopyButton } from "./copy-button.tsx";
import { ScrollRegion } from "./scroll-region.tsx";
import { readSentBody } from "./sent-body.tsx";

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
          <SentRequest label={`request ${index + 1}`} body={sent.body} />
        </li>
      ))}
    </ol>
  );
}

/** Pictures are shown as such, and their letters shortened: the copy has them all. */
function SentRequest({ label, body }: { readonly label: string; readonly body: string }) {
  const { text, pictures } = readSentBody(body);
  return (
    <div className="space-y-2">
      <CopyableText label={label} text={text} copied={body} />
      {pictures.map(({ base64, bytes, width, height }) => (
        <figure key={base64} className="space-y-1">
          <svg viewBox={`0 0 ${width} ${height}`} role="img" className="w-full rounded-md border">
            <title>{`The chart as sent in ${label}`}</title>
            <image href={`data:image/png;base64,${base64}`} width={width} height={height} />
          </svg>
          <figcaption className="nums text-quiet text-xs">
            The picture in {label}: {width.toLocaleString()} × {height.toLocaleString()} pixels,{" "}
            {Math.ceil(bytes / 1000).toLocaleString()} kB
          </figcaption>
        </figure>
      ))}
    </div>
  );
}

type CopyableTextProps = {
  readonly label: string;
  readonly text: string;
  /** In place of the text. */
  readonly copied?: string;
};

/** Text as it is, in a box that scrolls, with a button that copies it. */
export function CopyableText({ label, text, copied = text }: CopyableTextProps) {
  return (
    <div className="relative rounded-md border bg-canvas">
      <div className="absolute top-1 right-1">
        <CopyButton value={copied} label={`Copy ${label}`} iconOnly />
      </div>
      <ScrollRegion label={`Text of ${label}`} className="max-h-80 overflow-y-auto">
        <pre className="whitespace-pre-wrap py-2 pr-9 pl-2.5 font-mono text-xs leading-5 [overflow-wrap:anywhere]">
          {text}
        </pre>
      </ScrollRegion>
    </div>
  );
}

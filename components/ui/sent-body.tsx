/** A picture in the body of a request, as it was sent. Sizes in pixels. */
export type SentPicture = {
  readonly base64: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
};

export type SentBody = { readonly text: string; readonly pictures: readonly SentPicture[] };

/** Every PNG begins with the same eight bytes, and in all protocols stands in base64. */
const png = /iVBORw0KGgo[A-Za-z0-9+/]{80,}={0,2}/g;
const shownCharacters = 48;

/** What a reader can take in of a body: pictures as such, and of their letters the first ones. */
export function readSentBody(body: string): SentBody {
  const pictures = [...body.matchAll(png)].map(([base64]) => describePicture(base64));
  const text = body.replace(
    png,
    (base64) =>
      `${base64.slice(0, shownCharacters)}… (${(base64.length - shownCharacters).toLocaleString()} more characters)`,
  );
  return { text, pictures };
}

/** Its header holds width and height, four bytes each, from the seventeenth byte on. */
function describePicture(base64: string): SentPicture {
  const header = Uint8Array.from(atob(base64.slice(0, 32)), (character) => character.charCodeAt(0));
  const view = new DataView(header.buffer);
  const padding = /=*$/.exec(base64)?.[0].length ?? 0;
  return {
    base64,
    bytes: Math.floor((base64.length * 3) / 4) - padding,
    width: view.getUint32(16),
    height: view.getUint32(20),
  };
}

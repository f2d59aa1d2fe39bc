import Link from "next/link";
import { classNames } from "./class-names.tsx";

/** Under everything that a model answers: that it may be wrong, and where it is said what becomes of the data. */
export function AiNotice({ className }: { readonly className?: string }) {
  return (
    <p className={classNames("px-1 text-quiet text-xs", className)}>
      Answers can be wrong: look at how they were made.{" "}
      <Link href="/help/ai-disclaimer" className="underline underline-offset-2 hover:text-text">
        About AI in Askbook
      </Link>
    </p>
  );
}

import Link from "next/link";
import { Page } from "#components/ui/page";

const pages = [
  {
    href: "/help/formulas",
    title: "Formulas",
    description: "Every function with its arguments and an example, and a place to try formulas on your data.",
  },
  {
    href: "/help/ai-disclaimer",
    title: "AI disclaimer",
    description: "What happens to your data when you use AI in Askbook.",
  },
];

export default function HelpPage() {
  return (
    <Page title="Help" width="thread">
      <ul className="divide-y border-y">
        {pages.map(({ href, title, description }) => (
          <li key={href}>
            <Link href={href} className="group block py-4">
              <span className="font-medium group-hover:underline">{title}</span>
              <span className="mt-0.5 block text-quiet">{description}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}

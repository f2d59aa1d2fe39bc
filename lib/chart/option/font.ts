/** The page's own typeface, which pictures carry as drawn shapes and SVG names. */
export const fontFamily = "Inter Variable, Inter, system-ui, sans-serif";

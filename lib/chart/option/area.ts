/** Pixels. */
export type Area = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

export function below(area: Area, height: number): Area {
  return { ...area, top: area.top + height, height: Math.max(20, area.height - height) };
}

/** Room for a mark and little else. */
export function isSmall({ width, height }: Area): boolean {
  return height < 130 || width < 170;
}

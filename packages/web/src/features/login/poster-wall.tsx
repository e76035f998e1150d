import type { CSSProperties } from "react";

/** Enough tiles to fill the widest window the wall is shown in. */
const TILES = Array.from({ length: 96 }, (_, index) => ({
  id: index,
  // Steps of the golden angle: neighbours never look alike.
  hue: Math.round(index * 137.5) % 360,
}));

/** A wall of empty posters behind the sign-in card. Decoration alone. */
export function PosterWall() {
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0 overflow-hidden">
      <div className="absolute -inset-24 grid rotate-[-8deg] grid-cols-[repeat(auto-fill,minmax(7rem,1fr))] gap-4 opacity-35 sm:gap-6">
        {TILES.map((tile) => (
          <div
            key={tile.id}
            className="poster-blank aspect-2/3 rounded-2xl"
            style={{ "--poster-hue": tile.hue } as CSSProperties}
          />
        ))}
      </div>
      <div className="absolute inset-0 bg-linear-to-b from-canvas/10 via-canvas/50 to-canvas" />
    </div>
  );
}

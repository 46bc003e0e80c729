// Coasts and borders behind whatever a map shows. They come from this server: it works offline.
export async function addOutlines(L, map) {
  const answer = await fetch(new URL("outlines.json", import.meta.url));
  L.geoJSON(await answer.json(), { interactive: false, style: { className: "outline", weight: 1 } })
    .addTo(map)
    .bringToBack();
}

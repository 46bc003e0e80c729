// Draws a map from what its element holds: points and, of one event, the two ends of its route.
// Leaflet and the outlines come from this server: no tiles, so it works offline.
import { addOutlines } from "./outlines.js";

const holder = document.getElementById("map");
const L = await import(holder.dataset.leaflet);
const map = L.map(holder, { scrollWheelZoom: false, maxZoom: 10, worldCopyJump: true });
const spots = L.featureGroup().addTo(map);

function popup(point) {
  const link = document.createElement("a");
  link.href = point.url;
  link.textContent = point.title;
  return link;
}

const route = JSON.parse(holder.dataset.route);
if (route) L.polyline(route, { className: "route", interactive: false }).addTo(spots);
for (const point of JSON.parse(holder.dataset.points)) {
  L.circleMarker(point.at, { radius: 6, className: "spot " + point.factuality })
    .bindPopup(popup(point))
    .addTo(spots);
}
map.fitBounds(spots.getBounds().pad(0.2), { maxZoom: 6 });
await addOutlines(L, map);

// Gives the map that datasette-cluster-map puts above a table the same outlines as our own maps.
import { addOutlines } from "./outlines.js";

// As close as the outlines still say where one is.
const NEAREST = 6;
const L = await import(datasette.leaflet.JAVASCRIPT_URL);
L.Map.addInitHook(function () {
  this.getContainer().setAttribute("role", "region");
  this.getContainer().setAttribute("aria-label", "Map of the rows of the table");
  this.fitBounds = (bounds) => {
    delete this.fitBounds; // the next is what the reader asks for
    return this.fitBounds(bounds, { maxZoom: NEAREST });
  };
  addOutlines(L, this);
});

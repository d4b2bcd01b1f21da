// A signature drawn with a finger, a pen or a mouse; after every stroke the form's field `signature` holds its PNG.

import { byId } from "../office/dom.js";

const canvas = byId("sign-canvas");
const picture = byId("sign-picture");
const pen = canvas.getContext("2d");

function clear() {
  pen.clearRect(0, 0, canvas.width, canvas.height);
  picture.value = "";
}

/** Where the pen is, in the canvas's own points: on a tablet it is shown smaller or larger than it is. */
function at(event) {
  const box = canvas.getBoundingClientRect();
  return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
}

canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  Object.assign(pen, { lineWidth: 3, lineCap: "round", lineJoin: "round", strokeStyle: "#1b1b1b" });
  pen.beginPath();
  pen.moveTo(...at(event));
  event.preventDefault();
});
canvas.addEventListener("pointermove", (event) => {
  if (!canvas.hasPointerCapture(event.pointerId)) return;
  pen.lineTo(...at(event));
  pen.stroke();
});
canvas.addEventListener("pointerup", () => { picture.value = canvas.toDataURL("image/png"); });
byId("sign-again").addEventListener("click", clear);
canvas.closest("form").addEventListener("reset", clear);
byId("sign").hidden = false;

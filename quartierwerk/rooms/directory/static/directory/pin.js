// A click on the schematic map fills in the two numbers; the numbers alone are enough.

const map = document.querySelector("[data-pin-map]");
const picture = map && map.querySelector("svg");
const form = document.querySelector("form.form");

if (picture && form) {
  const [north, west, south, east] = map.dataset.corners.trim().split(" ").map(Number);
  const german = (number) => number.toFixed(5).replace(".", document.documentElement.lang === "de" ? "," : ".");
  let mark = picture.querySelector(".city__mark");

  map.classList.add("is-live");
  picture.addEventListener("click", (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
    const { width, height } = picture.viewBox.baseVal;
    form.elements.namedItem("lat").value = german(north - (point.y / height) * (north - south));
    form.elements.namedItem("lon").value = german(west + (point.x / width) * (east - west));
    if (!mark) {
      mark = document.createElementNS("http://www.w3.org/2000/svg", "path");
      mark.setAttribute("class", "city__mark");
      mark.setAttribute("d", "M0 0c-22-38-46-58-46-92a46 46 0 0 1 92 0c0 34-24 54-46 92z");
      picture.append(mark);
    }
    mark.setAttribute("transform", `translate(${point.x} ${point.y}) scale(.55)`);
  });
}

// “Mein Standort” fills in the middle of the circle. Only its button asks the browser where it is; what goes to our own
// server is a point to about a hundred metres, in the address like any other place.

const DIGITS = 3;
const PATIENCE = 15_000;
const NO = 1;

if (navigator.geolocation) document.documentElement.classList.add("can-locate");

const sortByDistance = () => {
  const sort = document.getElementById("sort");
  if (!sort) return;
  if (!sort.querySelector("[value=distance]")) sort.add(new Option("", "distance"));
  sort.value = "distance";
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("#near-me");
  if (!button) return;
  const { asking, refused, unknown } = button.dataset;
  const voice = () => document.getElementById("near-said");
  voice().textContent = asking;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const field = document.querySelector("#find [name=near]");
      field.value = [coords.latitude, coords.longitude].map((degrees) => degrees.toFixed(DIGITS)).join(",");
      voice().textContent = "";
      sortByDistance();
      field.dispatchEvent(new Event("change", { bubbles: true }));
    },
    (error) => { voice().textContent = error.code === NO ? refused : unknown; },
    { enableHighAccuracy: false, timeout: PATIENCE, maximumAge: 60_000 },
  );
});

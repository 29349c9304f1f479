// The cupcake app of client family 5: bodies from admin_service, frostings and toppings from main_service.
const query = new URLSearchParams(location.search);
const admin = query.get("admin");
const main = query.get("main");
const [bodies, frostings, toppings, cupcake] = document.querySelectorAll("section");

async function read(address) {
  const response = await fetch(address);
  return response.json();
}

function choice(name, text, picture, onclick) {
  const made = Object.assign(document.createElement("button"), { type: "button", onclick, title: text });
  made.append(Object.assign(document.createElement("img"), { src: picture, alt: "" }), name);
  return made;
}

function offer(section, choices) {
  section.replaceChildren(...choices);
}

async function start() {
  // The response is a string that contains JSON.
  const list = JSON.parse(await read(`${admin}/api/cupcakebodies/`));
  const newestFirst = list.toSorted((a, b) => Date.parse(b.fields.pub_date) - Date.parse(a.fields.pub_date));
  offer(
    bodies,
    newestFirst.map(({ fields }) =>
      choice(fields.body_name, fields.body_info, `${admin}${fields.body_url}`, () => chooseBody(fields.body_name)),
    ),
  );
  offerFrostings(await read(`${main}/api/frostings/`), "");
}

async function chooseBody(body) {
  cupcake.textContent = body;
  offer(toppings, []);
  offerFrostings(await read(`${main}/api/frostingoptions/${body.toLowerCase()}bodies`), body);
}

function offerFrostings(list, body) {
  offer(
    frostings,
    list.map((frosting) =>
      choice(frosting.name, frosting.info, `${main}/${frosting.image_url}`, () => chooseFrosting(body, frosting)),
    ),
  );
}

async function chooseFrosting(body, frosting) {
  cupcake.textContent = `${body}, ${frosting.name}`;
  const choices = [];
  for (const code of frosting.appropriate_toppings) {
    const topping = await read(`${main}/api/toppings/${code}`);
    const choose = () => {
      cupcake.textContent = `${body}, ${frosting.name}, ${topping.name}`;
    };
    choices.push(choice(topping.name, topping.details, `${main}${topping.url}`, choose));
  }
  offer(toppings, choices);
}

await start();

// What the demo content (cms/demo/content.json) holds.

/** Every city, in Portuguese order. */
export const CITIES = [
  'Brotas', 'Campinas', 'Caruaru', 'Corumbataí', 'Curitiba', 'Itirapina', 'Juiz de Fora', 'Limeira', 'Paraty',
  'Pelotas', 'Petrolina', 'Porto Alegre', 'Salvador', 'Santos', 'São Carlos', 'São Paulo', 'Teresina',
];

export const TOTALS = { cities: 16, workFronts: 65, areas: 12, citizensReached: 20334838 };

export const PETROLINA = {
  ibgeCode: '2611101', name: 'Petrolina', state: 'PE', region: 'NORTHEAST', latitude: -9.3986, longitude: -40.5008,
};

export const PETROLINAS_HEADINGS = ['Primeiro, as contas', 'Aprender em grupo'];

export const PETROLINAS_CARDS = [
  { __typename: 'WorkFrontPage', title: 'Equilíbrio fiscal', path: '/cidades/petrolina-pe/equilibrio-fiscal/' },
  {
    __typename: 'WorkFrontPage',
    title: 'Grupo de estudos em educação',
    path: '/cidades/teresina-pi/grupo-de-estudos-em-educacao/',
  },
  { __typename: 'StoryPage', title: 'Petrolina entra no programa', path: '/historias/petrolina-entra-no-programa/' },
];

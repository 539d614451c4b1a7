export const CHECKOUT = 'https://pay.example.com'
export const GATEWAY = 'https://gateway.example.com'
export const SHOP = 'https://shop.example.com'

# Writes mapa.json: multiple aggregation prediction (Kourentzes, Petropoulos, Trapero 2014) written out a second time on R's ets, with the choices that the docstring of MultipleAggregation states.
# Run: Rscript mapa.R > mapa.json   (R 4.2.2, forecast 8.20)
suppressMessages(library(forecast))
n <- function(x) paste0("[", paste(formatC(as.numeric(x), digits = 12, format = "g"), collapse = ","), "]")

# All forms of exponential smoothing that the average allows, with level and trend, and season, h steps ahead. Trends are added; additive errors with multiplied seasons are barred.
forms <- function(x, cycle, h) {
  models <- if (cycle > 1) c("ANN", "AAN", "ANA", "AAA", "MNN", "MAN", "MNA", "MAA", "MNM", "MAM") else c("ANN", "AAN")
  found <- list()
  for (model in models) for (damped in if (substr(model, 2, 2) == "A") c(FALSE, TRUE) else FALSE) {
    fit <- tryCatch(suppressWarnings(ets(ts(x, frequency = cycle), model = model, damped = damped, restrict = FALSE, opt.crit = "lik", ic = "aicc", lambda = NULL)), error = function(e) NULL)
    if (is.null(fit) || !isTRUE(is.finite(fit$aicc))) next
    state <- as.matrix(fit$states)[nrow(fit$states), ]
    slope <- if (substr(model, 2, 2) == "A") state[["b"]] else 0
    phi <- if (damped) fit$par[["phi"]] else 1
    trend <- state[["l"]] + slope * cumsum(phi^seq_len(h))
    whole <- as.numeric(forecast(fit, h = h, PI = FALSE)$mean)
    found[[length(found) + 1]] <- list(aicc = fit$aicc + if (substr(model, 2, 2) == "A" && !damped) 4 else 0, trend = trend, season = whole - trend)
  }
  found
}
mapa <- function(y, cycle, h) {
  trend <- numeric(h); season <- numeric(h); levels <- 0; seasonal <- 0
  for (k in seq_len(cycle)) {
    count <- length(y) %/% k
    if (count < 6) break
    x <- colMeans(matrix(tail(y, count * k), nrow = k))
    own <- if (cycle %% k == 0) cycle / k else 1
    found <- forms(x, own, ceiling(h / k))
    aicc <- sapply(found, `[[`, "aicc")
    weight <- exp(-(aicc - min(aicc)) / 2); weight[weight < .01] <- 0; weight <- weight / sum(weight)
    part <- function(name) rep(Reduce(`+`, Map(function(f, w) w * f[[name]], found, weight)), each = k)[seq_len(h)]
    trend <- trend + part("trend"); levels <- levels + 1
    if (own > 1) { season <- season + part("season"); seasonal <- seasonal + 1 }
  }
  trend / levels + season / max(1, seasonal)
}
set.seed(5)
series <- list(
  list(cycle = 4, y = 200 + 2 * (1:44) + 30 * sin(2 * pi * (1:44) / 4) + 6 * rnorm(44)),
  list(cycle = 4, y = (100 + 3 * (1:60)) * rep(c(.8, 1.1, 1.3, .8), 15) * exp(.04 * rnorm(60))),
  list(cycle = 12, y = 500 + cumsum(5 * rnorm(96)) + 60 * cos(2 * pi * (1:96) / 12) + 10 * rnorm(96)))
cat("[", paste(sapply(series, function(s) paste0("{\"period\":", s$cycle, ",\"y\":", n(s$y), ",\"mean\":", n(mapa(s$y, s$cycle, s$cycle)), "}")), collapse = ",\n"), "]\n")
